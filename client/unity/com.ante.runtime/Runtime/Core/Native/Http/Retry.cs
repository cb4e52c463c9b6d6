using System;
using System.Threading;
using System.Threading.Tasks;

namespace Ante
{
    /// <summary>How often to try.</summary>
    internal enum RetryPolicy
    {
        /// <summary>One time.</summary>
        Once,

        /// <summary>Four times, while failures are transient.</summary>
        AFewTimes,

        /// <summary>Four times, but not after a failure that may have been a success whose answer got lost.</summary>
        OnlyIfNotDone,

        /// <summary>As long as it takes.</summary>
        UntilAnswered,
    }

    /// <summary>Repeats what may succeed a moment later.</summary>
    internal sealed class Retry
    {
        private const int Few = 4;

        /// <summary>The longest wait that a caller is made to sit through.</summary>
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

        private readonly Waking waking;
        private readonly Random spread = new Random();

        internal Retry(Waking waking) => this.waking = waking;

        internal async Task<T> RunAsync<T>(RetryPolicy policy, Func<Task<T>> task, CancellationToken cancellation)
        {
            for (var attempt = 1; ; attempt++)
            {
                TimeSpan pause;
                try
                {
                    return await task();
                }
                catch (ProblemException problem) when (MayRepeat(policy, attempt, problem))
                {
                    pause = problem.RetryAfter ?? PauseAfter(attempt);
                    if (pause > Patience && policy != RetryPolicy.UntilAnswered) throw;
                }

                await waking.SleepAsync(pause, cancellation);
            }
        }

        /// <summary>Waits as long as is right after so many failures, or until there is news.</summary>
        internal Task PauseAsync(int failures, CancellationToken cancellation) =>
            waking.SleepAsync(PauseAfter(failures), cancellation);

        /// <summary>About 0.5, 1, 2, 4 … 30 seconds, spread so that not all clients come at once.</summary>
        internal TimeSpan PauseAfter(int failures)
        {
            var seconds = Math.Min(Patience.TotalSeconds, Math.Pow(2, failures - 2));
            return TimeSpan.FromSeconds(seconds * (0.75 + (spread.NextDouble() / 2)));
        }

        private static bool MayRepeat(RetryPolicy policy, int attempt, ProblemException problem)
        {
            if (!problem.IsTransient || policy == RetryPolicy.Once) return false;
            if (policy == RetryPolicy.OnlyIfNotDone && problem.MaybeDone) return false;
            return policy == RetryPolicy.UntilAnswered || attempt < Few;
        }
    }
}
