const UNIQUE_VIOLATION = '23505';

/** Whether a statement failed because of this unique index. */
export function violates(error: unknown, constraint: string): boolean {
  return (
    error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION && 'constraint' in error && error.constraint === constraint
  );
}
