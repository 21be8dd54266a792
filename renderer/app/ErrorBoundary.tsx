import { CircleAlert } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { t } from '../i18n/index.ts';
import { Button, EmptyState } from '../ui/index.ts';

interface Props {
  readonly children: ReactNode;
}

/** Keeps a fault of one view from taking the window with it. Give it a `key` to try again when the address changes. */
export class ErrorBoundary extends Component<Props, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(error: unknown): void {
    console.error(error);
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <EmptyState
        icon={CircleAlert}
        title={t('error.boundary')}
        action={
          <Button
            variant="primary"
            onPress={() => {
              this.setState({ failed: false });
            }}
          >
            {t('error.retry')}
          </Button>
        }
      >
        {t('error.boundaryWhy')}
      </EmptyState>
    );
  }
}
