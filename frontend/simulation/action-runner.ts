import type { Account } from '../offline/gateway-port';
import { pull, type PulledStates } from './ledger';
import { Lifetime } from './device/lifetime';
import { turn } from './device/pending-work';
import { PASSWORD } from './harness';
import type { Storm } from './storm';
import type { Step } from './steps';
import { lectureNumber } from './catalogue';
import type { Tab } from './device/tab';

type Of<Name extends Step['do']> = Extract<Step, { readonly do: Name }>;

/** Runs the steps of a plan, as the listener, the devices and the operator would. */
export class ActionRunner {
  #snapshot = false;
  /** Whether the last step that should hide a page has hidden one. */
  #hid = false;

  constructor(private readonly storm: Storm) {}

  /** Everybody opens the app for the first time. */
  async begin(): Promise<void> {
    const { storm } = this;
    for (const [device, profile] of storm.profiles.entries()) {
      const { account } = profile.plan;
      profile.cookie = account === null ? null : (storm.listeners[account]?.sessionTokens[device] ?? null);
      await profile.downloadAll(new Lifetime(() => undefined));
      await storm.open(device, 0);
    }
    // All devices then know who is signed in and which lectures exist.
    await storm.pass(null);
  }

  async do(step: Step): Promise<void> {
    switch (step.do) {
      case 'wait':
        await this.storm.wait(step.ms);
        return;
      case 'server-down':
        if (this.storm.network.serverIsUp) {
          this.storm.network.serverIsUp = false;
          await this.storm.harness.killServer();
        }
        return;
      case 'server-up':
        await this.serverUp();
        return;
      case 'snapshot':
        await this.storm.harness.snapshot(this.#listenerIds());
        this.#snapshot = true;
        return;
      case 'restore':
        await this.#restore();
        return;
      case 'offline':
      case 'online':
      case 'fault':
      case 'clock':
      case 'forget-cookie':
      case 'worker':
      case 'power-loss':
        await this.#happen(step);
        return;
      case 'start':
        await this.storm.open(step.device, step.tab);
        return;
      default:
        await this.#act(step);
    }
  }

  async serverUp(): Promise<void> {
    if (!this.storm.network.serverIsUp) {
      await this.storm.harness.startServer();
      this.storm.network.serverIsUp = true;
    }
  }

  /** Checks what must hold once the step has taken effect. */
  checkAfter(step: Step): void {
    const rests = step.do === 'pause' || step.do === 'close' || (step.do === 'hide' && this.#hid);
    if (rests && step.turns === null) {
      const tab = this.#tab(step);
      if (tab !== null && tab.unkeptMs() > 250) {
        this.storm.violated(
          `C3: ${tab.profile.name} is paused and did not store the last ${tab.unkeptMs()} ms`,
        );
      }
    }
  }

  async #act(step: Exclude<Extract<Step, { readonly tab: number }>, Of<'start'>>): Promise<void> {
    const tab = this.#tab(step);
    const core = tab?.core ?? null;
    if (tab === null || core === null) {
      return; // the listener cannot act there before the app is open again
    }
    switch (step.do) {
      case 'flag':
        this.#promise(tab, core.setFlag(lectureNumber(step.lecture).lectureId, step.flag, step.on));
        return;
      case 'listen':
        core.play(lectureNumber(step.lecture).lectureId);
        await this.storm.pass(4);
        await this.storm.wait(step.forMs);
        return;
      case 'seek':
        core.seek(step.toMs);
        return;
      case 'pause':
        core.pause();
        return;
      case 'resume':
        core.resume();
        return;
      case 'close':
        core.close();
        return;
      case 'hide':
        this.#hid = tab.hide();
        return;
      case 'show':
        tab.show();
        return;
      case 'refresh':
        this.#promise(tab, core.refresh());
        return;
      case 'sign-out':
        this.#promise(tab, core.signOut());
        return;
      case 'sign-in':
        this.#promise(tab, this.signIn(tab, step.account));
        return;
      case 'take-over':
        this.#promise(tab, core.keepGuestProgress(step.keep));
        return;
      case 'kill':
        tab.lifetime.endAfter(step.afterSteps);
        return;
    }
  }

  async signIn(tab: Tab, account: number): Promise<Awaited<ReturnType<NonNullable<Tab['core']>['signIn']>>> {
    const listener = this.storm.listeners[account];
    return listener === undefined || tab.core === null ? null : tab.core.signIn(listener.name, PASSWORD);
  }

  async #happen(
    step: Of<'offline' | 'online' | 'fault' | 'clock' | 'forget-cookie' | 'worker' | 'power-loss'>,
  ): Promise<void> {
    const profile = this.storm.profile(step.device);
    const tabs = this.storm.tabs[step.device] ?? [];
    const tell = () => {
      tabs.forEach((tab) => tab?.hearOfNetwork());
    };
    switch (step.do) {
      case 'offline':
        await turn(); // In a task of its own, as in a browser: a call that has begun is sent.
        profile.online = false;
        tell();
        return;
      case 'online':
        profile.online = true;
        if (step.heard) {
          tell();
        }
        return;
      case 'fault':
        for (let call = 0; call < step.calls; call++) {
          profile.faults.push({ kind: step.kind, delayMs: step.delayMs });
        }
        return;
      case 'clock':
        profile.setClock(step.byMs);
        return;
      case 'forget-cookie':
        profile.cookie = null;
        return;
      case 'worker':
        if (profile.wantsWorker) {
          profile.wantsWorker = false;
          this.storm.wakeWorker(step.device, step.afterSteps);
        }
        return;
      case 'power-loss':
        tabs.forEach((tab) => tab?.loseAll());
        await this.storm.pass(4);
        await profile.disk.losePower();
        return;
    }
  }

  /** R13: the snapshot's rows of the listeners replace the present ones, under a new epoch. */
  async #restore(): Promise<void> {
    if (!this.#snapshot || !this.storm.network.serverIsUp) {
      return;
    }
    const { harness, listeners, ledger } = this.storm;
    await harness.restore(this.#listenerIds());
    const held = new Map<string, PulledStates>();
    for (const listener of listeners) {
      held.set(listener.listenerId, await pull(harness, listener));
    }
    ledger.restored(held);
  }

  #listenerIds(): Array<Account['listenerId']> {
    return this.storm.listeners.map(({ listenerId }) => listenerId);
  }

  #tab({ device, tab }: { readonly device: number; readonly tab: number }): Tab | null {
    const found = this.storm.tabs[device]?.[tab] ?? null;
    return found?.lifetime.alive === true ? found : null;
  }

  /** It must be stored as soon as possible, while the tab lives. */
  #promise(tab: Tab, doing: Promise<unknown>): void {
    doing.catch((failure: unknown) => {
      if (tab.lifetime.alive) {
        this.storm.violated(`${tab.profile.name}: a command failed: ${String(failure)}`);
      }
    });
  }
}
