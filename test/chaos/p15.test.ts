import { proof } from '../promises/p15.ts';
import { itKeeps } from './keep-promise.ts';

itKeeps(proof);
