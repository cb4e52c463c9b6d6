using System;
using System.Threading.Tasks;

namespace Ante
{
    /// <summary>Who is signed in, and by which tokens.</summary>
    internal interface IPlayerSession : ITokenSource
    {
        /// <summary>A player signed in.</summary>
        event Action<Player> SignedIn;

        /// <summary>The player signed out; true when the session ended by itself.</summary>
        event Action<bool> SignedOut;

        /// <summary>Null when nobody is signed in, or when it is not known yet.</summary>
        Player? Player { get; }

        /// <summary>Restores the session of an earlier start.</summary>
        Task LoadAsync();

        /// <summary>Keeps what the server has just told about the player, a new nickname for instance.</summary>
        Task UpdateAsync(Player player);

        /// <summary>Signs out; the server is told as far as it can be reached.</summary>
        Task EndAsync();
    }

    internal static class SignedOutProblem
    {
        internal static UnauthorizedException Make() => new UnauthorizedException("Nobody is signed in");
    }
}
