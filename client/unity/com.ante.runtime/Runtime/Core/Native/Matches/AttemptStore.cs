using System.Collections.Generic;
using System.Linq;
using Ante.Contract;
using Ante.Json;

namespace Ante
{
    /// <summary>Open attempts, kept here for servers that cannot be asked for them.</summary>
    internal sealed class AttemptStore
    {
        private const string Prefix = "attempt:";

        private readonly Records records;

        internal AttemptStore(Records records) => this.records = records;

        internal void Keep(Started started, long? playerId) => records.Write(
            Prefix + started.Wire.Id,
            new JsonObject().Set("player_id", JsonValue.Of(playerId)).Set("started", started.ToJson()));

        internal void Forget(string matchId) => records.Remove(Prefix + matchId);

        internal List<Started> Of(long? playerId) =>
            records.Names(Prefix)
                .Select(name => records.Read(name, Kept.FromJson))
                .Where(kept => kept != null && kept.PlayerId == playerId)
                .Select(kept => kept!.Started)
                .ToList();

        private sealed class Kept
        {
            private Kept(long? playerId, Started started)
            {
                PlayerId = playerId;
                Started = started;
            }

            internal long? PlayerId { get; }

            internal Started Started { get; }

            internal static Kept FromJson(JsonValue value)
            {
                var json = Read.Object(value);
                return new Kept(Read.IntegerOrNull(json, "player_id"), Read.Value(json, "started", Started.FromJson));
            }
        }
    }
}
