using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Ante.Contract;

namespace Ante
{
    /// <summary>Finds the player's attempts that are still open, after a crash for instance.</summary>
    internal sealed class OpenAttempts
    {
        private readonly Sender sender;
        private readonly Dialect dialect;
        private readonly AttemptStore store;
        private readonly Outbox outbox;
        private readonly Func<long?> playerId;
        private readonly Func<CancellationToken, Task<long>> viewer;

        internal OpenAttempts(
            Sender sender,
            Dialect dialect,
            AttemptStore store,
            Outbox outbox,
            Func<long?> playerId,
            Func<CancellationToken, Task<long>> viewer)
        {
            this.sender = sender;
            this.dialect = dialect;
            this.store = store;
            this.outbox = outbox;
            this.playerId = playerId;
            this.viewer = viewer;
        }

        /// <summary>The one that ends first, of any game or of this one; null when there is none.</summary>
        internal async Task<Started?> FirstAsync(long? gameId, CancellationToken cancellation)
        {
            var open = await dialect.RunAsync(
                () => FromServerAsync(cancellation),
                () => Task.FromResult(store.Of(playerId())));
            // An attempt whose score is on its way is open no more, even if the server does not know it yet.
            return open
                .Where(started => gameId == null || started.Wire.GameId == gameId)
                .Where(started => !outbox.Has(started.Wire.Id))
                .OrderBy(started => started.Wire.ResultUntil ?? DateTimeOffset.MaxValue)
                .FirstOrDefault();
        }

        private async Task<List<Started>> FromServerAsync(CancellationToken cancellation)
        {
            var own = await viewer(cancellation);
            var open = new List<Started>();
            foreach (var state in new[] { MatchState.Unmatched, MatchState.Matched })
            {
                var answer = await sender.SendAsync(Calls.OwnMatches(state, perPage: 100), cancellation);
                foreach (var match in answer.Matches)
                {
                    var role = Present.RoleOf(match, own);
                    if (match.Secret != null && role != null) open.Add(new Started(match, role.Value));
                }
            }

            return open;
        }
    }
}
