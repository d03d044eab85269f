import { proof } from '../promises/p01.ts';
import { itKeeps } from './keep-promise.ts';

itKeeps(proof);
