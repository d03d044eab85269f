import { isAbstractType } from 'graphql';

/** Codegen plugin: the object types behind every interface and union, for the normalised cache. */
export function plugin(schema) {
  const abstract = Object.values(schema.getTypeMap()).filter((type) => isAbstractType(type) && !type.name.startsWith('__'));
  const entries = abstract.map((type) => [type.name, schema.getPossibleTypes(type).map((each) => each.name)]);
  return `export const possibleTypes: Record<string, string[]> = ${JSON.stringify(Object.fromEntries(entries), null, 2)};\n`;
}
