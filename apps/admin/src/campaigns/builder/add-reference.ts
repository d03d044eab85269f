import { useState } from 'react';
import { useClient, type Client } from 'urql';
import { graphql, readFragment } from '../../gql';
import { refusalOf } from '../../ui/refusal.ts';
import { ReferencePictureFragment, type ReferencePicture, type Role } from '../reference-picture.ts';
import { uploadFile } from './upload-file.ts';

const AddReferenceMutation = graphql(`
  mutation AddReference($input: AddReferenceInput!) {
    addReference(input: $input) {
      __typename
      ... on AddReferenceSuccess {
        reference {
          id
          archived
          ...ReferencePicture_Reference
        }
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`);

interface Wish {
  file: File;
  name: string;
  role: Role;
}

type Added = { reference: ReferencePicture } | { refused: string };

/** Takes a picture into the library of the workspace: its bytes first, then its name and role. */
export function useAddReference() {
  const client = useClient();
  const [adding, setAdding] = useState(false);
  return {
    adding,
    addReference: async (wish: Wish): Promise<Added> => {
      setAdding(true);
      try {
        return await addReference(client, wish);
      } finally {
        setAdding(false);
      }
    },
  };
}

async function addReference(client: Client, { file, name, role }: Wish): Promise<Added> {
  const upload = await uploadFile(file, file.type);
  if ('refused' in upload) return upload;
  const { data, error } = await client.mutation(AddReferenceMutation, { input: { ...upload, name, role } }).toPromise();
  const answer = data?.addReference;
  if (answer?.__typename === 'AddReferenceSuccess') return { reference: readFragment(ReferencePictureFragment, answer.reference) };
  return { refused: refusalOf(answer, error)?.message ?? 'The server gave no answer. Try again.' };
}
