import type { CodegenConfig } from '@graphql-codegen/cli';

const config: CodegenConfig = {
  schema: process.env['ADMIN_SCHEMA'] ?? '../../packages/schema/schema.graphql',
  documents: ['src/**/*.{ts,tsx}', '!src/gql/**'],
  generates: {
    'src/gql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: { unmaskFunctionName: 'readFragment' } },
      config: { useTypeImports: true, strictScalars: true, scalars: { DateTime: 'string', Date: 'string', Micros: 'number' } },
    },
    'src/gql/possible-types.ts': { plugins: ['./possible-types.mjs'] },
  },
};

export default config;
