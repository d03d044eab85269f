import { IMPORT_INLINE_BYTES_MAX, UPLOAD_BYTES_MAX } from '@dailies/schema';
import { useState } from 'react';
import { useClient, type Client } from 'urql';
import { graphql, readFragment } from '../../gql';
import { formatBytes } from '../../ui/format.ts';
import { refusalOf } from '../../ui/refusal.ts';
import { SavedPromptsFragment, readSavedPrompts } from './saved-draft.ts';
import type { DraftPrompts } from './draft.ts';
import { uploadFile } from './upload-file.ts';

const ImportPromptsMutation = graphql(`
  mutation ImportPrompts($input: ImportPromptsInput!) {
    importPrompts(input: $input) {
      __typename
      ... on ImportPromptsSuccess {
        import {
          id
          status
        }
        campaign {
          id
          status
          ...SavedPrompts_Campaign
        }
      }
      ... on ImportRefused {
        row
        column
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`);

const ImportProgressQuery = graphql(`
  query ImportProgress($campaignId: ID!) {
    campaign(id: $campaignId) {
      id
      latestImport {
        id
        status
        message
        row
        column
      }
      ...SavedPrompts_Campaign
    }
  }
`);

const POLL_MS = 500;
const BYTES = 'application/octet-stream';

/** Why a file was not imported, with the place where it breaks. */
export interface ImportRefusal {
  fileName: string;
  message: string;
  row: number | null;
  column: string | null;
}

type Imported = { prompts: DraftPrompts } | { refusal: ImportRefusal };

/** Hands a file to the server, which parses it: small ones inside the mutation, larger ones by upload. Nothing is imported by halves. */
export function useImportPrompts() {
  const client = useClient();
  const [importing, setImporting] = useState(false);

  const importFile = async (campaignId: string, file: File): Promise<Imported> => {
    const refuse = (message: string, at?: { row: number | null; column: string | null }): Imported => ({
      refusal: { fileName: file.name, message, row: at?.row ?? null, column: at?.column ?? null },
    });
    const format = formatOf(file.name);
    if (format === null) return refuse('Choose a CSV file (.csv), or a JSONL file (.jsonl) with one JSON object a line.');
    if (file.size > UPLOAD_BYTES_MAX)
      return refuse(`It has ${formatBytes(file.size)}; a file may have at most ${formatBytes(UPLOAD_BYTES_MAX)}.`);
    const source = file.size <= IMPORT_INLINE_BYTES_MAX ? await readInline(file) : await uploadFile(file, BYTES);
    if ('refused' in source) return refuse(source.refused);
    const { data, error } = await client
      .mutation(ImportPromptsMutation, { input: { campaignId, format, mode: 'REPLACE', ...source } })
      .toPromise();
    const answer = data?.importPrompts;
    const refusal = refusalOf(answer, error);
    if (refusal)
      return refuse(
        refusal.message,
        answer?.__typename === 'ImportRefused' ? { row: answer.row ?? null, column: answer.column ?? null } : undefined,
      );
    if (answer?.__typename !== 'ImportPromptsSuccess') return refuse('The server gave no answer. Try again.');
    if (answer.import.status !== 'QUEUED')
      return { prompts: readSavedPrompts(readFragment(SavedPromptsFragment, answer.campaign), file.name) };
    return followImport(client, campaignId, answer.import.id, file.name);
  };
  return {
    importing,
    importFile: async (campaignId: string, file: File): Promise<Imported> => {
      setImporting(true);
      try {
        return await importFile(campaignId, file);
      } finally {
        setImporting(false);
      }
    },
  };
}

/** An uploaded file is read by a job: asks until it is done or refused. */
async function followImport(client: Client, campaignId: string, importId: string, fileName: string): Promise<Imported> {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    const { data, error } = await client.query(ImportProgressQuery, { campaignId }, { requestPolicy: 'network-only' }).toPromise();
    if (error?.networkError) continue;
    const latest = data?.campaign?.latestImport;
    if (!data?.campaign || latest?.id !== importId) {
      return { refusal: { fileName, message: 'Another import took its place.', row: null, column: null } };
    }
    if (latest.status === 'REFUSED') {
      const message = latest.message ?? 'The file can not be read.';
      return { refusal: { fileName, message, row: latest.row, column: latest.column } };
    }
    if (latest.status === 'DONE') return { prompts: readSavedPrompts(readFragment(SavedPromptsFragment, data.campaign), fileName) };
  }
}

function formatOf(name: string): 'CSV' | 'JSONL' | null {
  if (/\.csv$/i.test(name)) return 'CSV';
  return /\.(jsonl|ndjson)$/i.test(name) ? 'JSONL' : null;
}

type Source = { text: string } | { uploadId: string } | { refused: string };

/** Text that is no UTF-8 is sent as bytes, so that the server can say where it breaks. */
async function readInline(file: File): Promise<Source> {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer()) };
  } catch {
    return uploadFile(file, BYTES);
  }
}
