import { proof } from '../promises/p03.ts';
import { itKeeps } from './keep-promise.ts';

itKeeps(proof);
