using System.Collections.Generic;
using Ante.Contract;
using Ante.Json;

namespace Ante
{
    /// <summary>
    /// A player's durable events as this device has seen them: each once, in order. The last number is kept, so that the next
    /// start begins there; a player's first start begins with what comes.
    /// </summary>
    internal sealed class EventLog
    {
        private readonly Records records;
        private readonly string name;

        internal EventLog(Records records, long playerId)
        {
            this.records = records;
            name = $"seq:{playerId}";
            Last = records.Read(name, Number.FromJson)?.Value;
        }

        /// <summary>Number of the last event seen; null before the first start.</summary>
        internal long? Last { get; private set; }

        /// <summary>
        /// Where the server stands; true when events were lost. A number behind ours means that its store began anew.
        /// </summary>
        internal bool Begin(long lastSeq, bool gap)
        {
            var isFirst = Last == null;
            var isReset = Last > lastSeq;
            if (isFirst || isReset) Advance(lastSeq);
            return isReset || (gap && !isFirst);
        }

        /// <summary>Those that were not seen yet; each counts as seen once the next is asked for.</summary>
        internal IEnumerable<PlayerEvent> Unseen(IEnumerable<PlayerEvent> events)
        {
            foreach (var each in events)
            {
                if (each.Seq <= (Last ?? 0)) continue;
                yield return each;
                Advance(each.Seq);
            }
        }

        private void Advance(long seq)
        {
            Last = seq;
            records.Write(name, JsonValue.Of(seq));
        }

        private sealed class Number
        {
            private Number(long value) => Value = value;

            internal long Value { get; }

            internal static Number FromJson(JsonValue value) => new Number(Read.IntegerItem(value));
        }
    }
}
