using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;

namespace Ante.Unity.Tests
{
    /// <summary>One thread on which everything goes on, as an engine's main thread: what is awaited comes back to it.</summary>
    internal sealed class MainThread : SynchronizationContext
    {
        private readonly BlockingCollection<Action> work = new BlockingCollection<Action>();

        public override void Post(SendOrPostCallback callback, object? state) => work.Add(() => callback(state));

        /// <summary>Runs a task to its end. Calls <paramref name="frame"/> again and again meanwhile.</summary>
        internal static void Run(Func<Task> task, Action frame)
        {
            var thread = new MainThread();
            SetSynchronizationContext(thread);
            var running = task();
            while (!running.IsCompleted)
            {
                if (thread.work.TryTake(out var next, 20)) next();
                frame();
            }

            running.GetAwaiter().GetResult();
        }
    }
}
