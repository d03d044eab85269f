import { graphql, type DocumentType } from '../../gql';

/** What one drawn cell knows; its prompt, preset, size and seconds follow from its index. */
export const MatrixCellFragment = graphql(`
  fragment MatrixCell_Variant on Variant {
    id
    index
    phase
    priceMicros
    attempt
    changedAt
    queuePosition
    progressPercent
    verdict
    verdictNote
    isWinner
    savedMicros
    failure {
      code
      message
      retryable
    }
    render {
      id
      acceptedAt
      costMicros
    }
    reusedFrom {
      id
      variant {
        id
        index
        campaign {
          id
        }
      }
    }
    clip {
      id
      poster {
        url
        expiresAt
      }
    }
  }
`);

export type MatrixCell = DocumentType<typeof MatrixCellFragment>;
