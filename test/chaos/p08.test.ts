import { proof } from '../promises/p08.ts';
import { itKeeps } from './keep-promise.ts';

itKeeps(proof);
