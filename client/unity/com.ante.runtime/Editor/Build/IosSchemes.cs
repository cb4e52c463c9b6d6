using UnityEditor;

namespace Ante.Editor
{
    /// <summary>Player settings, iOS, <em>Supported URL schemes</em>; read and written where Unity keeps them, without the iOS module.</summary>
    internal static class IosSchemes
    {
        internal static bool Has(string scheme)
        {
            var schemes = Schemes(Settings());
            for (var index = 0; index < schemes.arraySize; index++)
            {
                if (schemes.GetArrayElementAtIndex(index).stringValue == scheme) return true;
            }

            return false;
        }

        internal static void Add(string scheme)
        {
            var settings = Settings();
            var schemes = Schemes(settings);
            schemes.InsertArrayElementAtIndex(schemes.arraySize);
            schemes.GetArrayElementAtIndex(schemes.arraySize - 1).stringValue = scheme;
            settings.ApplyModifiedProperties();
            AssetDatabase.SaveAssets();
        }

        private static SerializedObject Settings() =>
            new SerializedObject(AssetDatabase.LoadAllAssetsAtPath("ProjectSettings/ProjectSettings.asset")[0]);

        private static SerializedProperty Schemes(SerializedObject settings) => settings.FindProperty("iOSURLSchemes");
    }
}
