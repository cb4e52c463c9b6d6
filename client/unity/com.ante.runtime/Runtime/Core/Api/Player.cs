using System.Collections.Generic;

namespace Ante
{
    /// <summary>The signed-in player.</summary>
    public class Player
    {
        /// <summary>Creates a player from what a server told.</summary>
        public Player(long id, string username, string nickname, bool guest)
        {
            Id = id;
            Username = username;
            Nickname = nickname;
            Guest = guest;
        }

        /// <summary>Unique on this server, for ever.</summary>
        public long Id { get; }

        /// <summary>The name that the player signs in with.</summary>
        public string Username { get; }

        /// <summary>What other people see.</summary>
        public string Nickname { get; }

        /// <summary>Whether this is an account without a password.</summary>
        public bool Guest { get; }
    }

    /// <summary>The signed-in player, with money.</summary>
    public sealed class Me : Player
    {
        /// <summary>Creates a player with balances from what a server told.</summary>
        public Me(long id, string username, string nickname, bool guest, IReadOnlyDictionary<string, long> balances)
            : base(id, username, nickname, guest)
        {
            Balances = balances;
        }

        /// <summary>What can be staked now, in minor units by ISO 4217 code: 99500 for GBP is £995.00.</summary>
        public IReadOnlyDictionary<string, long> Balances { get; }
    }
}
