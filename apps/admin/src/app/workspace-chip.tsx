import { useQuery } from 'urql';
import { graphql } from '../gql';

const WorkspaceQuery = graphql(`
  query Workspace {
    viewer {
      workspace {
        id
        name
      }
    }
  }
`);

/** Whose campaigns these are. */
export function WorkspaceChip() {
  const [{ data }] = useQuery({ query: WorkspaceQuery });
  if (!data) return null;
  return (
    <span className="hidden max-w-44 items-center gap-2 truncate text-muted lg:flex">
      <span aria-hidden className="text-line-strong">
        /
      </span>
      <span className="truncate">{data.viewer.workspace.name}</span>
    </span>
  );
}
