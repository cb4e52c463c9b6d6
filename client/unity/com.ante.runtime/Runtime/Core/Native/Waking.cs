using System;
using System.Threading;
using System.Threading.Tasks;

namespace Ante
{
    /// <summary>Sleep that ends early when there is news: the game comes to the front, for instance.</summary>
    internal sealed class Waking
    {
        private readonly IScheduler scheduler;
        private CancellationTokenSource woken = new CancellationTokenSource();

        internal Waking(IScheduler scheduler) => this.scheduler = scheduler;

        internal async Task SleepAsync(TimeSpan time, CancellationToken cancellation)
        {
            using (var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, woken.Token))
            {
                try
                {
                    await scheduler.DelayAsync(time, either.Token);
                }
                catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
                {
                }
            }
        }

        internal void Wake()
        {
            var before = woken;
            woken = new CancellationTokenSource();
            before.Cancel();
            before.Dispose();
        }
    }
}
