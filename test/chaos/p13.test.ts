import { proof } from '../promises/p13.ts';
import { itKeeps } from './keep-promise.ts';

itKeeps(proof);
