import { proof } from '../promises/p14.ts';
import { itKeeps } from './keep-promise.ts';

itKeeps(proof);
