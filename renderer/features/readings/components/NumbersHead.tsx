import type { ReactNode } from 'react';

interface NumbersHeadProps {
  /** Over the names of the rows. */
  readonly rows: string;
  /** Over numbers. */
  readonly columns: readonly string[];
  /** Heads of what follows the numbers. */
  readonly children?: ReactNode;
}

/** The head of a table of numbers. */
export function NumbersHead({ rows, columns, children }: NumbersHeadProps) {
  return (
    <thead>
      <tr>
        <th scope="col">{rows}</th>
        {columns.map((column) => (
          <th key={column} scope="col" className="ui-align-end">
            {column}
          </th>
        ))}
        {children}
      </tr>
    </thead>
  );
}
