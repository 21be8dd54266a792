import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { Cell, Column, Row, Table as AriaTable, TableBody, TableHeader } from 'react-aria-components';

export interface ColumnSpec<T> {
  readonly id: string;
  readonly title: string;
  readonly cell: (item: T) => ReactNode;
  readonly align?: 'start' | 'end';
  /** Columns that together name the row for screen readers; at least one per table. */
  readonly isRowHeader?: boolean;
  readonly sortable?: boolean;
  readonly className?: string;
}

export interface Sorting {
  readonly column: string;
  readonly direction: 'ascending' | 'descending';
}

export interface TableProps<T> {
  readonly label: string;
  readonly columns: readonly ColumnSpec<T>[];
  readonly items: readonly T[];
  readonly itemId: (item: T) => string;
  /** Text for type-ahead. */
  readonly itemText: (item: T) => string;
  /** Enter or double click on a row. */
  readonly onAction?: (item: T) => void;
  readonly selectedId?: string | null;
  readonly onSelect?: (item: T | null) => void;
  readonly sorting?: Sorting;
  readonly onSort?: (sorting: Sorting) => void;
  readonly empty?: ReactNode;
}

/** A table of things that can be chosen: arrow keys move, Enter opens, typing jumps. */
export function Table<T>(props: TableProps<T>) {
  const { label, columns, items, itemId, itemText, onAction, selectedId, onSelect, sorting, onSort, empty } = props;
  const find = (key: unknown): T | null => items.find((item) => itemId(item) === key) ?? null;
  return (
    <AriaTable
      aria-label={label}
      className="ui-table"
      selectionMode={onSelect ? 'single' : 'none'}
      selectionBehavior="replace"
      disallowEmptySelection
      {...(onSelect ? { selectedKeys: selectedId ? [selectedId] : [] } : {})}
      onSelectionChange={(keys) => {
        if (keys !== 'all') onSelect?.(find([...keys][0]));
      }}
      onRowAction={(key) => {
        const item = find(key);
        if (item) onAction?.(item);
      }}
      {...(sorting ? { sortDescriptor: sorting } : {})}
      onSortChange={({ column, direction }) => {
        onSort?.({ column: String(column), direction });
      }}
    >
      <TableHeader>
        {columns.map(({ id, title, align, isRowHeader, sortable }) => (
          <Column
            key={id}
            id={id}
            isRowHeader={isRowHeader ?? false}
            allowsSorting={sortable ?? false}
            className={`ui-table__head ui-align-${align ?? 'start'}`}
          >
            {({ sortDirection }) => (
              <span className="ui-table__title">
                {title}
                {sortDirection === 'ascending' && <ArrowUp aria-hidden size={12} />}
                {sortDirection === 'descending' && <ArrowDown aria-hidden size={12} />}
              </span>
            )}
          </Column>
        ))}
      </TableHeader>
      <TableBody renderEmptyState={() => <div className="ui-table__empty">{empty}</div>}>
        {items.map((item) => (
          <Row key={itemId(item)} id={itemId(item)} textValue={itemText(item)} className="ui-table__row">
            {columns.map(({ id, cell, align, className }) => (
              <Cell key={id} className={`ui-table__cell ui-align-${align ?? 'start'} ${className ?? ''}`}>
                {cell(item)}
              </Cell>
            ))}
          </Row>
        ))}
      </TableBody>
    </AriaTable>
  );
}
