using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Ante.Contract;

namespace Ante
{
    /// <summary>Calls that put up a stake and begin an attempt.</summary>
    internal sealed class MatchStarter
    {
        /// <summary>
        /// Refusals of one match that say nothing about the next; a bare 422 is all that some servers answer.
        /// </summary>
        private static readonly HashSet<string> Taken = new HashSet<string>
        {
            "already_matched", "match_closed", "own_match", "not_found", "invalid_request",
        };

        private readonly Sender sender;
        private readonly Dialect dialect;

        internal MatchStarter(Sender sender, Dialect dialect)
        {
            this.sender = sender;
            this.dialect = dialect;
        }

        internal async Task<Started> CreateAsync(Terms terms, CancellationToken cancellation)
        {
            var answer = await StartAsync(Calls.CreateMatch(BodyOf(terms)), terms.GameId, Policy, cancellation);
            return new Started(answer.Match, Role.Challenger);
        }

        internal async Task<Started> AcceptAsync(string matchId, long gameId, CancellationToken cancellation)
        {
            var answer = await StartAsync(Calls.AcceptMatch(matchId), gameId, Policy, cancellation);
            return new Started(answer.Match, Role.Challenged);
        }

        /// <summary>Accepts the best open match or creates one: in one step where the server can, else by trying.</summary>
        internal Task<Started> JoinAsync(Terms terms, CancellationToken cancellation) => dialect.RunAsync(
            async () =>
            {
                var answer = await StartAsync(Calls.JoinMatch(BodyOf(terms)), terms.GameId, RetryPolicy.AFewTimes, cancellation);
                return new Started(answer.Match, answer.Match.ChallengedId == null ? Role.Challenger : Role.Challenged);
            },
            () => AcceptOrCreateAsync(terms, cancellation));

        /// <summary>A server that keeps no idempotency keys must not get a write twice.</summary>
        private RetryPolicy Policy => dialect.CashPlayOnly ? RetryPolicy.OnlyIfNotDone : RetryPolicy.AFewTimes;

        private async Task<Started> AcceptOrCreateAsync(Terms terms, CancellationToken cancellation)
        {
            var call = Calls.LookUpMatches(terms.Stake, terms.Currency, terms.GameId, terms.SkillLevel, perPage: 100);
            var open = await sender.SendAsync(call, cancellation, complete: CashPlayAnswers.Completed(terms.GameId));
            dialect.CashPlayOnly = true;
            foreach (var match in open.Matches)
            {
                try
                {
                    return await AcceptAsync(match.Id, terms.GameId, cancellation);
                }
                catch (ProblemException problem) when (Taken.Contains(problem.Code))
                {
                    // Somebody was faster: the next one.
                }
            }

            return await CreateAsync(terms, cancellation);
        }

        private Task<MatchAnswer> StartAsync(
            Call<MatchAnswer> call, long gameId, RetryPolicy policy, CancellationToken cancellation) =>
            sender.SendAsync(
                call, cancellation, policy, SecretText.OfBytes(16), complete: CashPlayAnswers.Completed(gameId));

        private static NewMatch BodyOf(Terms terms) => new NewMatch
        {
            Match = new NewMatchTerms
            {
                Stake = terms.Stake,
                Currency = terms.Currency,
                GameId = terms.GameId,
                ChallengerSkillLevel = terms.SkillLevel,
            },
        };
    }
}
