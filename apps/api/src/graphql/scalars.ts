import { GraphQLError, Kind, type ValueNode } from 'graphql';
import { builder } from './builder.ts';

const DAY_PATTERN = /^\d{4}-\d{2}-\d{2}$/;

function readDateTime(value: unknown): Date {
  const date = typeof value === 'string' && DAY_PATTERN.test(value.slice(0, 10)) ? new Date(value) : new Date(Number.NaN);
  if (Number.isNaN(date.getTime())) throw new GraphQLError('DateTime must be an ISO 8601 text such as 2026-11-22T14:20:00Z.');
  return date;
}

function readDay(value: unknown): string {
  const sound = typeof value === 'string' && DAY_PATTERN.test(value) && isDayOfCalendar(value);
  if (!sound) throw new GraphQLError('Date must be a day such as 2026-11-22.');
  return value;
}

/** The 31st of February is a pattern, and no day. */
function isDayOfCalendar(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

function readMicros(value: unknown): number {
  if (!Number.isSafeInteger(value)) throw new GraphQLError('Micros must be a whole number of micro-dollars below 2^53.');
  return value as number;
}

const textOf = (node: ValueNode): string | null => (node.kind === Kind.STRING ? node.value : null);

builder.scalarType('DateTime', {
  description: 'A moment as ISO 8601 in UTC.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time',
  serialize: (value) => value.toISOString(),
  parseValue: readDateTime,
  parseLiteral: (node) => readDateTime(textOf(node)),
});

builder.scalarType('Date', {
  description: 'A day as YYYY-MM-DD.',
  serialize: (value) => value,
  parseValue: readDay,
  parseLiteral: (node) => readDay(textOf(node)),
});

builder.scalarType('Micros', {
  description: 'Whole micro-dollars (1 USD = 1,000,000) as a JSON number below 2^53.',
  serialize: (value) => readMicros(value),
  parseValue: readMicros,
  parseLiteral: (node) => readMicros(node.kind === Kind.INT ? Number(node.value) : null),
});
