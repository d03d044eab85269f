import { proof } from '../promises/p32.ts';
import { itKeeps } from './keep-promise.ts';

itKeeps(proof);
