/** A wait that can be cut short. */
export interface Wait {
  /** Until `wake` or `end`. */
  forWake(): Promise<void>;
  /** Until `wake` or `end`, at most `ms`. */
  atMost(ms: number): Promise<void>;
  /** Ends the wait of this moment; when there is none, the next one. */
  wake(): void;
  /** Ends this wait and all later ones. */
  end(): void;
}

export function createWait(): Wait {
  let woken = false;
  let ended = false;
  let rouse: (() => void) | undefined;

  function wait(ms?: number): Promise<void> {
    if (woken || ended) {
      woken = false;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(() => rouse?.(), ms);
      rouse = () => {
        clearTimeout(timer);
        rouse = undefined;
        resolve();
      };
    });
  }

  return {
    forWake: () => wait(),
    atMost: wait,
    wake() {
      if (rouse) rouse();
      else woken = true;
    },
    end() {
      ended = true;
      rouse?.();
    },
  };
}
