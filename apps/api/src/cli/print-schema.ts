import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { printContract } from '../app/schema.ts';

const CONTRACT_FILE = path.resolve(import.meta.dirname, '../../../../packages/schema/schema.graphql');

/** `npm run schema`: writes the GraphQL contract into packages/schema, where a review sees it change. */
await writeFile(CONTRACT_FILE, printContract());
process.stdout.write(`The GraphQL contract stands in ${path.relative(process.cwd(), CONTRACT_FILE)}.\n`);
