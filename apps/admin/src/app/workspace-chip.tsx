import { Link } from '@tanstack/react-router';
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

/** Whose campaigns these are; leads to what the workspace may do. */
export function WorkspaceChip() {
  const [{ data }] = useQuery({ query: WorkspaceQuery });
  if (!data) return null;
  return (
    <span className="hidden max-w-44 items-center gap-2 truncate text-muted lg:flex">
      <span aria-hidden className="text-line-strong">
        /
      </span>
      <Link to="/settings" className="truncate rounded-md px-1 py-0.5 hover:bg-hover hover:text-text">
        {data.viewer.workspace.name}
      </Link>
    </span>
  );
}
