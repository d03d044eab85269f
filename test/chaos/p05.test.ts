import { proof } from '../promises/p05.ts';
import { itKeeps } from './keep-promise.ts';

itKeeps(proof);
