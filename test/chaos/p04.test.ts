import { proof } from '../promises/p04.ts';
import { itKeeps } from './keep-promise.ts';

itKeeps(proof);
