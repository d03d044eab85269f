import { z } from 'zod';
import { isPlainText } from './brief.rules.ts';

const SEARCH_CHARS_MAX = 200;

/** What a person types to find something. */
export const SearchText = z.string().max(SEARCH_CHARS_MAX).refine(isPlainText, 'A search holds a broken character. Type it again.');
