using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Ante
{
    /// <summary>Matches whose decision somebody waits for.</summary>
    internal sealed class SettlementWaiter
    {
        private readonly IScheduler scheduler;
        private readonly Dictionary<string, Waiting> waiting = new Dictionary<string, Waiting>();

        internal SettlementWaiter(IScheduler scheduler) => this.scheduler = scheduler;

        /// <summary>
        /// Completes once the match is decided. <paramref name="look"/> asks the server, null while undecided; its failures are
        /// passed over, unless nobody is signed in. <paramref name="pause"/> is the time between two looks.
        /// </summary>
        internal Task<SettledMatch> WaitAsync(string matchId, Func<Task<SettledMatch?>> look, Func<TimeSpan> pause)
        {
            if (waiting.TryGetValue(matchId, out var known)) return known.Result.Task;
            var begun = new Waiting(scheduler);
            waiting[matchId] = begun;
            _ = WatchAsync(matchId, begun, look, pause);
            return begun.Result.Task;
        }

        /// <summary>A match was decided.</summary>
        internal void Settle(SettledMatch settled) => Take(settled.Match.Id)?.Result.TrySetResult(settled);

        /// <summary>Something may have been missed.</summary>
        internal void LookAgain()
        {
            foreach (var each in waiting.Values.ToList()) each.Waking.Wake();
        }

        /// <summary>Ends all waiting.</summary>
        internal void Abandon(ProblemException problem)
        {
            foreach (var matchId in waiting.Keys.ToList()) Take(matchId)?.Result.TrySetException(problem);
        }

        private async Task WatchAsync(string matchId, Waiting own, Func<Task<SettledMatch?>> look, Func<TimeSpan> pause)
        {
            while (waiting.TryGetValue(matchId, out var current) && current == own)
            {
                var woken = own.Waking.SleepAsync(pause(), CancellationToken.None);
                try
                {
                    var settled = await look();
                    if (settled != null)
                    {
                        Settle(settled);
                        return;
                    }
                }
                catch (UnauthorizedException problem)
                {
                    Take(matchId)?.Result.TrySetException(problem);
                    return;
                }
                catch (AnteException)
                {
                    // The next look may fare better.
                }

                await woken;
            }
        }

        private Waiting? Take(string matchId)
        {
            if (!waiting.TryGetValue(matchId, out var taken)) return null;
            waiting.Remove(matchId);
            taken.Waking.Wake();
            return taken;
        }

        private sealed class Waiting
        {
            internal Waiting(IScheduler scheduler) => Waking = new Waking(scheduler);

            internal TaskCompletionSource<SettledMatch> Result { get; } = new TaskCompletionSource<SettledMatch>();

            internal Waking Waking { get; }
        }
    }
}
