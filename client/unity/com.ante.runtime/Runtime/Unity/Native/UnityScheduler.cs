using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace Ante.Unity
{
    /// <summary>Time that goes on with the frames of the game, or of the Editor.</summary>
    internal sealed class UnityScheduler : IScheduler
    {
        private readonly Stopwatch clock = Stopwatch.StartNew();
        private List<Sleep> sleeping = new List<Sleep>();

        public DateTimeOffset Now => DateTimeOffset.UtcNow;

        public Task DelayAsync(TimeSpan time, CancellationToken cancellation)
        {
            if (cancellation.IsCancellationRequested) return Task.FromCanceled(cancellation);
            var sleep = new Sleep(clock.Elapsed + time);
            sleep.CancelBy(cancellation);
            sleeping.Add(sleep);
            return sleep.Task;
        }

        /// <summary>Wakes whose time has come. Called once a frame, on the main thread.</summary>
        internal void Tick()
        {
            if (sleeping.Count == 0) return;
            var all = sleeping;
            // What wakes may sleep again: that waits for the next frame.
            sleeping = new List<Sleep>();
            foreach (var sleep in all)
            {
                if (!sleep.WakeAt(clock.Elapsed)) sleeping.Add(sleep);
            }
        }

        private sealed class Sleep
        {
            private readonly TaskCompletionSource<bool> ended = new TaskCompletionSource<bool>();
            private readonly TimeSpan due;
            private CancellationTokenRegistration cancelling;

            internal Sleep(TimeSpan due) => this.due = due;

            internal Task Task => ended.Task;

            internal void CancelBy(CancellationToken cancellation) =>
                cancelling = cancellation.Register(() => ended.TrySetCanceled(cancellation));

            /// <summary>True when it sleeps no longer.</summary>
            internal bool WakeAt(TimeSpan now)
            {
                if (!ended.Task.IsCompleted && now < due) return false;
                cancelling.Dispose();
                ended.TrySetResult(true);
                return true;
            }
        }
    }
}
