import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components';

export interface TabSpec {
  readonly id: string;
  readonly title: string;
  readonly content: ReactNode;
}

export function Tabs(props: {
  readonly label: string;
  readonly tabs: readonly TabSpec[];
  readonly selected?: string;
  readonly onSelect?: (id: string) => void;
}) {
  const { selected, onSelect } = props;
  return (
    <AriaTabs
      className="ui-tabs"
      {...(selected === undefined ? {} : { selectedKey: selected })}
      onSelectionChange={(key) => {
        onSelect?.(String(key));
      }}
    >
      <TabList aria-label={props.label} className="ui-tabs__list">
        {props.tabs.map(({ id, title }) => (
          <Tab key={id} id={id} className="ui-tabs__tab">
            {title}
          </Tab>
        ))}
      </TabList>
      {props.tabs.map(({ id, content }) => (
        <TabPanel key={id} id={id} className="ui-tabs__panel">
          {content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
