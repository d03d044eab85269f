import { proof } from '../promises/p02.ts';
import { itKeeps } from './keep-promise.ts';

itKeeps(proof);
