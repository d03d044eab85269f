import { PAGE_SIZE_DEFAULT } from '@dailies/schema';
import { getNamedType, getNullableType, isListType, type GraphQLOutputType } from 'graphql';

const PLAIN_LIST_LENGTH = 10;

/**
 * What one field costs when it says nothing itself: 1, and its children as often as it may answer rows. A connection answers as many as
 * the page that was asked for, any other list counts as ten.
 */
export function fieldCost(
  args: Record<string, unknown>,
  _context: object,
  field: { type: GraphQLOutputType },
): { field: number; multiplier: number } {
  return { field: 1, multiplier: rowsOf(args, field) };
}

function rowsOf(args: Record<string, unknown>, field: { type: GraphQLOutputType }): number {
  const asked = [args['first'], args['last']].find((size) => typeof size === 'number');
  if (asked !== undefined) return asked;
  if (Array.isArray(args['ids'])) return args['ids'].length;
  if (getNamedType(field.type).name.endsWith('Connection')) return PAGE_SIZE_DEFAULT;
  return isListType(getNullableType(field.type)) ? PLAIN_LIST_LENGTH : 1;
}
