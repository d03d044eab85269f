import { type DocumentNode, type FragmentDefinitionNode, Kind, type SelectionNode, type SelectionSetNode } from 'graphql';

/** What a document asks for once its fragments are written out, whatever the schema says to it. */
export interface DocumentWeight {
  depth: number;
  aliases: number;
  selections: number;
  /** The most often that one selection set asks for the same name; validation compares each with each. */
  repeats: number;
}

/**
 * Weighs a document in one pass, linear in its size: a fragment is weighed once, so that a fragment bomb is counted without being
 * exploded. A fragment inside itself counts as nothing here; validation refuses it by name.
 */
export function weighDocument(document: DocumentNode): DocumentWeight {
  const fragments = fragmentsOf(document);
  const known = new Map<SelectionSetNode, DocumentWeight>();
  const nothing: DocumentWeight = { depth: 0, aliases: 0, selections: 0, repeats: 0 };

  const weighSet = (set: SelectionSetNode | undefined): DocumentWeight => {
    if (!set) return nothing;
    const before = known.get(set);
    if (before) return before;
    known.set(set, nothing);
    const total = { ...nothing, repeats: mostRepeated(set) };
    for (const selection of set.selections) {
      const isField = selection.kind === Kind.FIELD;
      const inner = weighSet(
        selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value)?.selectionSet : selection.selectionSet,
      );
      total.depth = Math.max(total.depth, inner.depth + (isField ? 1 : 0));
      total.aliases += inner.aliases + (isField && selection.alias ? 1 : 0);
      total.selections += inner.selections + 1;
      total.repeats = Math.max(total.repeats, inner.repeats);
    }
    known.set(set, total);
    return total;
  };

  return document.definitions.reduce((heaviest, definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return heaviest;
    const weight = weighSet(definition.selectionSet);
    return {
      depth: Math.max(heaviest.depth, weight.depth),
      aliases: Math.max(heaviest.aliases, weight.aliases),
      selections: Math.max(heaviest.selections, weight.selections),
      repeats: Math.max(heaviest.repeats, weight.repeats),
    };
  }, nothing);
}

function mostRepeated(set: SelectionSetNode): number {
  const names = new Map<string, number>();
  for (const selection of set.selections) {
    const name = nameOf(selection);
    names.set(name, (names.get(name) ?? 0) + 1);
  }
  return Math.max(0, ...names.values());
}

function nameOf(selection: SelectionNode): string {
  if (selection.kind === Kind.FIELD) return (selection.alias ?? selection.name).value;
  if (selection.kind === Kind.FRAGMENT_SPREAD) return `...${selection.name.value}`;
  return `... on ${selection.typeCondition?.name.value ?? ''}`;
}

export function fragmentsOf(document: DocumentNode): Map<string, FragmentDefinitionNode> {
  return new Map(document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [])));
}
