import { AfterAMoment, Skeleton } from '../../ui/skeleton.tsx';

/** The builder's shape while its choices are on their way. */
export function BuilderLoading() {
  return (
    <AfterAMoment>
      <div
        role="status"
        aria-label="Loading the builder"
        className="mx-auto grid max-w-7xl gap-8 px-6 pt-6 lg:grid-cols-[minmax(0,1fr)_22rem]"
      >
        <div className="flex flex-col gap-4">
          <Skeleton className="h-8 w-56" />
          <Skeleton className="h-52" />
          <Skeleton className="h-80" />
        </div>
        <Skeleton className="h-44" />
      </div>
    </AfterAMoment>
  );
}
