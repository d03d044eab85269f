import { proof } from '../promises/p06.ts';
import { itKeeps } from './keep-promise.ts';

itKeeps(proof);
