using System.Collections.Generic;
using UnityEditor;
using UnityEditor.UIElements;
using UnityEngine.UIElements;

namespace Ante.Editor
{
    /// <summary><em>Edit, Project Settings, Ante</em>: the settings asset.</summary>
    internal static class AnteSettingsPage
    {
        internal const string Path = "Project/Ante";

        [SettingsProvider]
        internal static SettingsProvider Create() => new SettingsProvider(Path, SettingsScope.Project)
        {
            label = "Ante",
            activateHandler = (_, root) => root.Add(new InspectorElement(Project.Settings())),
            keywords = new HashSet<string> { "Ante", "Server", "Client id", "Redirect URI" },
        };
    }
}
