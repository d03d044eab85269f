import { proof } from '../promises/p11.ts';
import { itKeeps } from './keep-promise.ts';

itKeeps(proof);
