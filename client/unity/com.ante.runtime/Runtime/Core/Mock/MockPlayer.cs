using System;
using System.Collections.Generic;
using Ante.Contract;

namespace Ante
{
    /// <summary>A player of a <see cref="MockServer"/>.</summary>
    public sealed class MockPlayer
    {
        internal MockPlayer(long id, string username, string currency, long balance)
        {
            Id = id;
            Username = username;
            Balances[currency] = balance;
        }

        /// <summary>Unique on the server.</summary>
        public long Id { get; }

        /// <summary>The name that everybody sees.</summary>
        public string Username { get; }

        /// <summary>What can be staked, in minor units by currency.</summary>
        public Dictionary<string, long> Balances { get; } = new Dictionary<string, long>(StringComparer.Ordinal);

        internal List<PlayerEvent> Events { get; } = new List<PlayerEvent>();
    }
}
