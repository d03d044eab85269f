import { decodeGlobalID } from '@pothos/plugin-relay';
import { NotFound } from '../lib/refusal.ts';

/** Types that `node(id:)` answers, with the word people use for them. */
const NOUNS = {
  Campaign: 'campaign',
  Variant: 'cell',
  Render: 'render',
  Orphan: 'orphan',
  Clip: 'clip',
  Model: 'model',
  Endpoint: 'endpoint',
  PresetPack: 'preset pack',
  Preset: 'preset',
  PromptTemplate: 'prompt template',
  Reference: 'reference image',
  User: 'person',
  Workspace: 'workspace',
  Budget: 'budget',
} as const;
export type NodeName = keyof typeof NOUNS;

/** Ids of ours are short words without spaces; anything else, such as a NUL, never reaches the database. */
const LOCAL_ID_PATTERN = /^[\x21-\x7e]{1,200}$/;

interface GlobalId {
  typename: string;
  id: string;
}

const NAMELESS: GlobalId = { typename: '', id: '' };

/** Reads any text as a global id; what is none names no type. */
export function readGlobalId(globalId: string): GlobalId {
  try {
    const named = decodeGlobalID(globalId);
    return LOCAL_ID_PATTERN.test(named.id) ? named : NAMELESS;
  } catch {
    return NAMELESS;
  }
}

/** Whether a global id could name something here. */
export function namesNode({ typename, id }: GlobalId): boolean {
  return Object.hasOwn(NOUNS, typename) && id !== '';
}

/** Our own id behind a global id of the API; null when the text is no global id of that type. */
export function findLocalId(type: NodeName, globalId: string): string | null {
  const { typename, id } = readGlobalId(globalId);
  return typename === type && id !== '' ? id : null;
}

/** Our own id behind a global id of the API. Throws NotFound for anything else. */
export function getLocalId(type: NodeName, globalId: string): string {
  const id = findLocalId(type, globalId);
  if (id === null) throw new NotFound(NOUNS[type]);
  return id;
}
