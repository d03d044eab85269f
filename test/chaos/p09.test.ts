import { proof } from '../promises/p09.ts';
import { itKeeps } from './keep-promise.ts';

itKeeps(proof);
