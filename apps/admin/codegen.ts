import { createHash } from 'node:crypto';
import type { CodegenConfig } from '@graphql-codegen/cli';
import { addTypenameSelectionDocumentTransform } from '@graphql-codegen/client-preset';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const config: CodegenConfig = {
  schema: '../../packages/schema/schema.graphql',
  documents: ['src/**/*.{ts,tsx}', '!src/gql/**'],
  generates: {
    'src/gql/': {
      preset: 'client',
      presetConfig: {
        fragmentMasking: { unmaskFunctionName: 'readFragment' },
        persistedDocuments: { mode: 'embedHashInDocument', hashPropertyName: 'hash', hashAlgorithm: sha256 },
      },
      documentTransforms: [addTypenameSelectionDocumentTransform],
      config: { useTypeImports: true, strictScalars: true, scalars: { DateTime: 'string', Date: 'string', Micros: 'number' } },
    },
    'src/gql/possible-types.ts': { plugins: ['./possible-types.mjs'] },
  },
};

export default config;
