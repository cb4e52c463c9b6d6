using System;
using System.Threading;
using System.Threading.Tasks;
using Ante.Contract;

namespace Ante
{
    /// <summary>
    /// Follows one player's events by asking for them and letting the server hold the question until there are some. It
    /// pauses in the background, where phones cut connections anyway.
    /// </summary>
    internal sealed class Feed
    {
        /// <summary>How long the server holds the question.</summary>
        private const int HoldSeconds = 25;

        /// <summary>Between two questions to a server that does not hold them.</summary>
        private static readonly TimeSpan Pause = TimeSpan.FromSeconds(4);

        private readonly IScheduler scheduler;
        private readonly Retry retry;
        private readonly Sender sender;
        private readonly EventLog log;
        private readonly Waking waking;
        private readonly CancellationTokenSource closed = new CancellationTokenSource();
        private CancellationTokenSource? asking;
        private Connection connection = Connection.Offline;
        private bool background;

        internal Feed(IScheduler scheduler, Retry retry, Sender sender, EventLog log, bool background)
        {
            this.scheduler = scheduler;
            this.retry = retry;
            this.sender = sender;
            this.log = log;
            this.background = background;
            waking = new Waking(scheduler);
        }

        /// <summary>An event of the player.</summary>
        internal event Action<PlayerEvent> Happened = _ => { };

        /// <summary>Events were lost.</summary>
        internal event Action Gap = () => { };

        /// <summary>Events arrive in another way than before.</summary>
        internal event Action<Connection> Changed = _ => { };

        internal void Start() => _ = RunAsync();

        internal void SetBackground(bool isBackground)
        {
            background = isBackground;
            if (isBackground) asking?.Cancel();
            waking.Wake();
        }

        internal void Close()
        {
            closed.Cancel();
            Show(Connection.Offline);
        }

        private async Task RunAsync()
        {
            try
            {
                // Handlers are registered by the code that runs now.
                await scheduler.DelayAsync(TimeSpan.Zero, closed.Token);
                for (var failures = 0; !closed.IsCancellationRequested;)
                {
                    if (background) await PauseAsync();
                    else if (await AskAsync()) failures = 0;
                    else if (!background) await waking.SleepAsync(retry.PauseAfter(++failures + 1), closed.Token);
                }
            }
            catch (OperationCanceledException)
            {
            }
            catch (Exception failure) when (failure is UnauthorizedException || failure is NotFoundException)
            {
                // Signed out, or a server without events.
            }

            Show(Connection.Offline);
        }

        private async Task PauseAsync()
        {
            Show(Connection.Offline);
            await waking.SleepAsync(TimeSpan.FromHours(1), closed.Token);
        }

        /// <summary>Asks once; false when there was no answer.</summary>
        private async Task<bool> AskAsync()
        {
            using (asking = CancellationTokenSource.CreateLinkedTokenSource(closed.Token))
            {
                try
                {
                    // Where the player stands is asked first, and not held: what happens meanwhile would pass for old.
                    var hold = log.Last == null ? 0 : HoldSeconds;
                    var asked = scheduler.Now;
                    var call = Calls.OwnEvents(log.Last ?? 0, hold);
                    var timeout = Sender.Timeout + TimeSpan.FromSeconds(hold);
                    var answer = await sender.SendAsync(call, asking.Token, RetryPolicy.Once, timeout: timeout);
                    await TakeAsync(answer, hold > 0 && scheduler.Now - asked < Pause);
                    return true;
                }
                catch (OperationCanceledException) when (!closed.IsCancellationRequested)
                {
                    return false;
                }
                catch (ProblemException problem) when (!(problem is UnauthorizedException) && !(problem is NotFoundException))
                {
                    Show(Connection.Offline);
                    return false;
                }
                finally
                {
                    asking = null;
                }
            }
        }

        private async Task TakeAsync(OwnEventsResponse answer, bool atOnce)
        {
            if (closed.IsCancellationRequested) return;
            if (log.Begin(answer.LastSeq, answer.Gap)) Gap();
            foreach (var happened in log.Unseen(answer.Events)) Happened(happened);
            var isHeld = answer.Events.Count > 0 || !atOnce;
            Show(isHeld ? Connection.Live : Connection.Polling);
            if (!isHeld) await waking.SleepAsync(Pause, closed.Token);
        }

        private void Show(Connection next)
        {
            if (connection == next) return;
            connection = next;
            Changed(next);
        }
    }
}
