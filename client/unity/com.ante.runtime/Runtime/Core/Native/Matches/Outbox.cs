using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Ante.Contract;

namespace Ante
{
    /// <summary>Scores that are written down before they are sent, and struck out once the server has answered for good.</summary>
    internal sealed class Outbox
    {
        private const string Prefix = "outbox:";

        private readonly Records records;
        private readonly Sender sender;
        private readonly Retry retry;
        private readonly Func<long?> playerId;
        private readonly CancellationToken closed;
        private readonly Dictionary<string, Delivery> inFlight = new Dictionary<string, Delivery>();

        internal Outbox(Records records, Sender sender, Retry retry, Func<long?> playerId, CancellationToken closed)
        {
            this.records = records;
            this.sender = sender;
            this.retry = retry;
            this.playerId = playerId;
            this.closed = closed;
        }

        /// <summary>The server has answered for good, this way or that.</summary>
        internal event Action<string> Answered = _ => { };

        /// <summary>A score has reached the server.</summary>
        internal event Action<SubmittedEvent> Submitted = _ => { };

        /// <summary>A score of an earlier start was refused for good.</summary>
        internal event Action<RefusedEvent> Refused = _ => { };

        /// <summary>Whether a score of this match waits to be sent.</summary>
        internal bool Has(string matchId) => records.Read(Prefix + matchId, PendingScore.FromJson) != null;

        /// <summary>Writes the score down and sends it until the server has answered. The first score of a match goes first.</summary>
        internal async Task<MatchResult> PostAsync(Started started, Score score)
        {
            var matchId = started.Wire.Id;
            if (inFlight.TryGetValue(matchId, out var earlier))
            {
                if (earlier.Score == score) return await earlier.Result;
                await SettleAsync(earlier.Result);
            }

            var key = SecretText.OfBytes(16);
            var pending = new PendingScore(playerId(), started.Role, started.Wire.ChallengerId, score, started.Secret, key);
            records.Write(Prefix + matchId, pending.ToJson());
            return await Deliver(matchId, pending);
        }

        /// <summary>Sends what earlier starts could not send for this player.</summary>
        internal void Flush()
        {
            foreach (var name in records.Names(Prefix))
            {
                var matchId = name.Substring(Prefix.Length);
                var pending = records.Read(name, PendingScore.FromJson);
                if (pending == null || pending.PlayerId != playerId() || inFlight.ContainsKey(matchId)) continue;
                _ = TellRefusalAsync(matchId, pending, Deliver(matchId, pending));
            }
        }

        private async Task TellRefusalAsync(string matchId, PendingScore pending, Task<MatchResult> delivery)
        {
            try
            {
                await delivery;
            }
            catch (ProblemException problem) when (IsFinal(problem))
            {
                Refused(new RefusedEvent(matchId, pending.Score, problem));
            }
            catch (Exception failure) when (failure is ProblemException || failure is OperationCanceledException)
            {
                // It stays written down: the next start sends it.
            }
        }

        private Task<MatchResult> Deliver(string matchId, PendingScore pending)
        {
            var delivery = DeliverAsync(matchId, pending);
            if (!delivery.IsCompleted) inFlight[matchId] = new Delivery(pending.Score, delivery);
            return delivery;
        }

        private async Task<MatchResult> DeliverAsync(string matchId, PendingScore pending)
        {
            try
            {
                var answer = await retry.RunAsync(RetryPolicy.UntilAnswered, () => SendAsync(matchId, pending), closed);
                StrikeOut(matchId);
                var result = Present.Result(answer.MatchResult, pending.Role, pending.ChallengerId);
                Submitted(new SubmittedEvent(matchId, pending.Score, result));
                return result;
            }
            catch (ProblemException problem) when (IsFinal(problem))
            {
                StrikeOut(matchId);
                throw;
            }
            finally
            {
                inFlight.Remove(matchId);
            }
        }

        private Task<MatchResultAnswer> SendAsync(string matchId, PendingScore pending)
        {
            // Somebody else may have signed in while there was no connection.
            if (pending.PlayerId != null && pending.PlayerId != playerId()) throw SignedOutProblem.Make();
            var body = new NewScore { MatchScore = new NewScoreTerms { Score = pending.Score, Secret = pending.Secret } };
            return sender.SendAsync(Calls.PostResult(matchId, body), closed, RetryPolicy.Once, pending.IdempotencyKey);
        }

        private void StrikeOut(string matchId)
        {
            records.Remove(Prefix + matchId);
            Answered(matchId);
        }

        /// <summary>Whether the server will say the same for ever; a missing sign-in or a mistake of the server's may pass.</summary>
        private static bool IsFinal(ProblemException problem) =>
            problem.Status == 403 || problem.Status == 404 || problem.Status == 422;

        private static async Task SettleAsync(Task task)
        {
            try
            {
                await task;
            }
            catch (ProblemException)
            {
            }
        }

        private sealed class Delivery
        {
            internal Delivery(Score score, Task<MatchResult> result)
            {
                Score = score;
                Result = result;
            }

            internal Score Score { get; }

            internal Task<MatchResult> Result { get; }
        }
    }
}
