import { graphql, type DocumentType } from '../gql';

export const ReferencePictureFragment = graphql(`
  fragment ReferencePicture_Reference on Reference {
    id
    name
    role
    width
    height
    url
  }
`);

/** A picture that clips begin with. Pixels. */
export type ReferencePicture = DocumentType<typeof ReferencePictureFragment>;

export type Role = ReferencePicture['role'];

/** What a picture holds steady, in the words of a producer. */
export const ROLE_WORDS: Record<Role, { word: string; hint: string }> = {
  SUBJECT: { word: 'Subject', hint: 'A person, an animal or a figure that stays itself.' },
  PRODUCT: { word: 'Product', hint: 'A thing that has to look exactly so.' },
  COMPOSITION: { word: 'Composition', hint: 'Where things stand in the frame.' },
  STYLE: { word: 'Style', hint: 'Light, colours and texture.' },
};

export const ROLES = Object.keys(ROLE_WORDS) as readonly Role[];
